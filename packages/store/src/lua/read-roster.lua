local call = load()
return call and describe(call)

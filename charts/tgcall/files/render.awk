# Replaces ${NAME} by the variable of the environment. Nothing is evaluated, and no value can end its line or directive:
# what is missing, or holds more than names, paths, addresses and secrets need, is refused.
{
  rest = $0
  line = ""
  while (match(rest, "[$][{][A-Z0-9_]+[}]")) {
    name = substr(rest, RSTART + 2, RLENGTH - 3)
    if (!(name in ENVIRON)) fail(name " is not set")
    if (ENVIRON[name] !~ "^[][A-Za-z0-9 ._:/#~+=-]*$") fail(name " holds characters that have no place in it")
    line = line substr(rest, 1, RSTART - 1) ENVIRON[name]
    rest = substr(rest, RSTART + RLENGTH)
  }
  print line rest
}

function fail(problem) {
  print FILENAME ": " problem > "/dev/stderr"
  exit 1
}

import { expect, test } from "vitest";
import { redactAttributes } from "./span-redaction.ts";

test("[TRC-6] queries, fragments, headers, arguments, errors' messages and people's addresses do not leave the process", () => {
  const attributes = {
    "url.full": "https://call.example.com/ws?sig=planted#planted",
    "url.query": "sig=planted",
    "url.fragment": "planted",
    "http.url": "http://localhost/ws?sig=planted",
    "http.target": "/ws?sig=planted",
    "http.request.header.authorization": ["planted"],
    "http.response.header.location": ["/join?x=planted"],
    "db.query.text": "set otc:planted planted",
    "db.statement": "set otc:planted",
    "exception.message": "planted",
    "exception.stacktrace": "Error: planted\n    planted too\n    at read (/app/read.ts:1:1)\n    at main (/app/main.ts:2:2)",
    "any.list": ["/ws?sig=planted", "plain"],
    "client.address": "192.0.2.7",
    "network.peer.address": "192.0.2.7",
    "network.peer.port": 443,
    "net.peer.ip": "192.0.2.7",
    "http.client_ip": "192.0.2.7",
    "user_agent.original": "Planted/1.0",
  };

  expect(redactAttributes(attributes)).toEqual({
    "url.full": "https://call.example.com/ws",
    "http.url": "http://localhost/ws",
    "http.target": "/ws",
    "db.query.text": "set",
    "db.statement": "set",
    "exception.stacktrace": "    at read (/app/read.ts:1:1)\n    at main (/app/main.ts:2:2)",
    "any.list": ["/ws", "plain"],
  });
});

test("what says nothing secret stays", () => {
  const attributes = {
    "http.route": "/api/call/:callId",
    "http.response.status_code": 200,
    "url.path": "/api/join",
    "server.port": 443,
  };

  expect(redactAttributes(attributes)).toEqual(attributes);
});

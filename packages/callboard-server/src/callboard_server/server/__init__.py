"""The edge of sockets: requests become calls, results become answers, and nothing here decides what is
allowed or what follows.

Reading order: `settings`, `services` (what every request may use), `app` (all routes), `identity` (who asks),
`errors` (what answers look like when something is wrong), `api` (operations), `web_api` (sign-in, keys,
shared links), `transfer` (bytes), `relay` and `stream` (news), `static` (the web interface), `serve` (from
start to stop), `testing` (a real server for tests).
"""

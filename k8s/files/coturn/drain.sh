#!/bin/sh
# Before coturn is told to end: it takes no new relays, and ends by itself when the last one has.
kill -USR1 1
while kill -0 1 2>/dev/null; do sleep 1; done

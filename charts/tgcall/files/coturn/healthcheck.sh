#!/bin/sh
# Asks the server that entrypoint.sh has started for this client's own address (STUN).
set -eu
first=${TURN_LISTENING_IP:-127.0.0.1}
exec timeout 2 turnutils_stunclient -p "${TURN_UDP_PORT:-3478}" "${first%% *}"

#!/bin/sh
# Starts coturn on a node: finds the address that the world knows the node by, and leaves the rest to entrypoint.sh.
set -eu

folder=$(cd "$(dirname "$0")" && pwd)

if [ -s "/etc/coturn/external-ips/$NODE_NAME" ]; then
  external=$(cat "/etc/coturn/external-ips/$NODE_NAME")
elif [ -n "${EXTERNAL_IP:-}" ]; then
  external=$EXTERNAL_IP
elif [ "${DISCOVER_EXTERNAL_IP:-}" = true ]; then
  external=$(detect-external-ip) || external=
  if [ -z "$external" ]; then
    echo "coturn: the internet does not say how it sees this node; set coturn.externalIp or coturn.externalIps" >&2
    exit 1
  fi
fi
if [ -n "${external:-}" ] && [ "$external" != "$TURN_RELAY_IP" ]; then export TURN_EXTERNAL_IP="$external/$TURN_RELAY_IP"; fi

exec sh "$folder/entrypoint.sh"

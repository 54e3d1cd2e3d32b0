#!/bin/sh
# Starts coturn on a node: finds the address that the world knows the node by, and leaves the rest to entrypoint.sh.
set -eu

# RFC 1918, 6598 and 4193.
is_private() {
  case $1 in
    10.* | 192.168.* | 172.1[6-9].* | 172.2?.* | 172.3[01].*) ;;
    100.6[4-9].* | 100.[7-9]?.* | 100.1[01]?.* | 100.12[0-7].*) ;;
    [fF][cCdD]??:*) ;;
    *) return 1 ;;
  esac
}

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
elif is_private "$TURN_RELAY_IP"; then
  echo "coturn: $TURN_RELAY_IP is a private address, which nobody outside reaches: set coturn.externalIp, coturn.externalIps or coturn.discoverExternalIp" >&2
fi
if [ -n "${external:-}" ] && [ "$external" != "$TURN_RELAY_IP" ]; then export TURN_EXTERNAL_IP="$external/$TURN_RELAY_IP"; fi

exec sh "$folder/entrypoint.sh"

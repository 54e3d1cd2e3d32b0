#!/bin/sh
# Runs coturn: renders its configuration from the environment and files, and lets it read the certificate again when that has
# changed, or start anew with the first one. SIGUSR1 drains it (no new allocations; it ends with the last one), SIGTERM, SIGINT and SIGQUIT end it at once.
set -eu
umask 077

CONFIG_FOLDER=$(cd "$(dirname "$0")" && pwd)
watch_seconds=${WATCH_SECONDS:-10}

export RUN_FOLDER="${RUN_FOLDER:-/tmp/coturn}"
export REALM="${TURN_DOMAIN:-${DOMAIN:?TURN_DOMAIN or DOMAIN is required}}"
export TURN_UDP_PORT="${TURN_UDP_PORT:-3478}"
export TURN_TLS_PORT="${TURN_TLS_PORT:-5349}"
export TURN_MIN_PORT="${TURN_MIN_PORT:-49152}"
export TURN_MAX_PORT="${TURN_MAX_PORT:-50351}"
export TURN_MAX_BPS="${TURN_MAX_BPS:-500000}"
export TURN_BPS_CAPACITY="${TURN_BPS_CAPACITY:-100000000}"
export TLS_CERTIFICATE="${TLS_CERTIFICATE:-/run/tls/cert.pem}"
export TLS_KEY="${TLS_KEY:-/run/tls/key.pem}"
export USER_QUOTA="$((12 * (${MAX_PEERS_PER_CALL:-2} - 1)))"
export TOTAL_QUOTA="$((TURN_MAX_PORT - TURN_MIN_PORT + 1))"

fail() {
  echo "coturn: $1" >&2
  exit 1
}

# The value of NAME, or of the file that NAME_FILE names; never evaluated, never printed.
value_of() {
  value=$(printenv "$1" || true)
  file=$(printenv "$1_FILE" || true)
  if [ -n "$value" ] && [ -n "$file" ]; then fail "$1 and $1_FILE are both set, set one"; fi
  if [ -n "$file" ]; then value=$(cat "$file") || fail "$1_FILE names a file that cannot be read"; fi
  printf %s "$value"
}

check_secret() { # name value
  case $2 in
    *[!A-Za-z0-9._~+/=-]* | [!A-Za-z0-9._~+/-]*) fail "$1 may hold letters, digits and ._~+/=- alone" ;;
  esac
  if [ "${#2}" -lt 32 ]; then fail "$1 must have at least 32 characters"; fi
  case $(printf %s "$2" | tr '[:upper:]' '[:lower:]') in
    *change*me* | *change*this* | *placeholder* | *example* | *default* | *insecure* | *development* | *password*) fail "$1 is a known default, choose another" ;;
  esac
}

check_addresses() { # name addresses
  case $2 in *[!0-9a-fA-F:.\ /]*) fail "$1 must be addresses" ;; esac
}

# The addresses that this machine itself would send from.
own_addresses() {
  ip -4 route get 1.1.1.1 2>/dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p'
  ip -6 route get 2606:4700:4700::1111 2>/dev/null | sed -n 's/.* src \([0-9a-f:]*\).*/\1/p'
}

is_since() { # version: whether this coturn is that old
  turnserver --version 2>/dev/null | tail -n 1 | awk -v wanted="$1" '{
    split($1, have, "."); split(wanted, want, ".")
    for (i = 1; i <= 3; i++) if (have[i] + 0 != want[i] + 0) exit !(have[i] + 0 > want[i] + 0)
  }'
}

render() {
  BEFORE_4_17='' SINCE_4_14='# '
  if is_since 4.17; then BEFORE_4_17='# '; fi
  if is_since 4.14; then SINCE_4_14=''; fi
  export BEFORE_4_17 SINCE_4_14
  awk -f "$CONFIG_FOLDER/../render.awk" "$CONFIG_FOLDER/turnserver.conf.template"

  for address in ${TURN_LISTENING_IP:-}; do echo "listening-ip=$address"; done
  for address in $relay; do echo "relay-ip=$address"; done
  # PUBLIC, or PUBLIC/PRIVATE, where the world knows this machine by another address.
  for address in ${TURN_EXTERNAL_IP:-}; do echo "external-ip=$address"; done
  # Two peers of a call may both be relayed here.
  for address in $relay ${TURN_EXTERNAL_IP:-}; do echo "allowed-peer-ip=${address%%/*}"; done
  # Without a password: on its own address alone. Builds without metrics, such as Debian's, say so and go on.
  if [ -n "${TURN_METRICS_PORT:-}" ]; then
    printf 'prometheus\nprometheus-port=%s\nprometheus-address=%s\n' "$TURN_METRICS_PORT" "$(echo "$relay" | head -n 1)"
  fi
  echo "static-auth-secret=$secret"
  if [ -n "$previous" ]; then echo "static-auth-secret=$previous"; fi
}

has_certificate() { [ -s "$TLS_CERTIFICATE" ] && [ -s "$TLS_KEY" ] && [ -r "$TLS_CERTIFICATE" ] && [ -r "$TLS_KEY" ]; }

fingerprint() { cat "$TLS_CERTIFICATE" "$TLS_KEY" 2>/dev/null | cksum; }

secret=$(value_of TURN_SECRET)
previous=$(value_of TURN_SECRET_PREVIOUS)
check_secret TURN_SECRET "$secret"
if [ -n "$previous" ]; then check_secret TURN_SECRET_PREVIOUS "$previous"; fi
relay=${TURN_RELAY_IP:-$(own_addresses)}
if [ -z "$relay" ]; then fail "TURN_RELAY_IP is required: this machine's own address cannot be found"; fi
check_addresses TURN_RELAY_IP "$(printf %s "$relay" | tr '\n' ' ')"
case ${TURN_METRICS_PORT:-} in *[!0-9]*) fail "TURN_METRICS_PORT must be a port" ;; esac
check_addresses TURN_LISTENING_IP "${TURN_LISTENING_IP:-}"
check_addresses TURN_EXTERNAL_IP "${TURN_EXTERNAL_IP:-}"
unset TURN_SECRET TURN_SECRET_PREVIOUS

mkdir -p "$RUN_FOLDER"
render >"$RUN_FOLDER/turnserver.conf"
known=$(fingerprint)
# Engines start with few open files and allow many.
ulimit -Sn "$(ulimit -Hn)" 2>/dev/null || true

start() {
  serves_tls='' anew=''
  if has_certificate; then serves_tls=true; else echo "coturn: there is no certificate yet: TURN over TLS begins when there is one" >&2; fi
  turnserver -c "$RUN_FOLDER/turnserver.conf" &
  turnserver=$!
}

take_certificate() {
  if ! has_certificate || [ -n "$is_ending" ]; then return; fi
  if [ -n "$serves_tls" ]; then
    kill -USR2 "$turnserver" 2>/dev/null || true
  else
    # It listens for TLS from its start or never.
    echo "coturn: the first certificate is here: starts anew with TLS, and running relays end" >&2
    anew=true
    kill -TERM "$turnserver" 2>/dev/null || true
  fi
}

end() { # signal
  is_ending=true
  kill -"$1" "$turnserver" 2>/dev/null || true
}

is_ending=''
start
trap 'end TERM' TERM INT QUIT
trap take_certificate USR2
# Older ones do not know how, and would end at once.
if is_since 4.6.3; then trap 'end USR1' USR1; else trap 'echo "coturn: this version cannot drain" >&2' USR1; fi

watch_certificate() {
  while sleep "$watch_seconds"; do
    now=$(fingerprint)
    if [ "$now" != "$known" ]; then
      known=$now
      kill -USR2 $$
    fi
  done
}
watch_certificate &
watch=$!

status=0
while :; do
  # Every signal ends one wait.
  while kill -0 "$turnserver" 2>/dev/null; do
    wait "$turnserver" && status=0 || status=$?
  done
  if [ -z "$anew" ] || [ -n "$is_ending" ]; then break; fi
  start
done
kill "$watch" 2>/dev/null || true
exit "$status"

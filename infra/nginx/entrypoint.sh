#!/bin/sh
# Runs nginx as the door of an installation: renders its configuration from the environment, writes one server line for every
# address behind the upstreams' names, and reloads nginx when these or the certificate have changed.
# SIGHUP reloads at once; SIGTERM, SIGQUIT and SIGINT end it.
set -eu

CONFIG_FOLDER=$(cd "$(dirname "$0")" && pwd)
export CONFIG_FOLDER

# Each upstream is one or more host:port; a name stands for all of its addresses.
api=${API_UPSTREAM:-api:3001}
signal=${SIGNAL_UPSTREAM:-signal:3002}
web=${WEB_UPSTREAM:-web:80}
resolve_seconds=${RESOLVE_SECONDS:-2}
stop_seconds=${STOP_SECONDS:-3}

export RUN_FOLDER="${RUN_FOLDER:-/tmp/nginx}"
export HTTP_PORT="${HTTP_PORT:-80}"
export HTTPS_PORT="${HTTPS_PORT:-443}"
export SIGNAL_PATH="${SIGNAL_PATH:-/ws}"
export TLS_CERTIFICATE="${TLS_CERTIFICATE:-/run/tls/cert.pem}"
export TLS_KEY="${TLS_KEY:-/run/tls/key.pem}"
export ACME_FOLDER="${ACME_FOLDER:-/var/www/acme}"
export ACCESS_LOG="${ACCESS_LOG:-/dev/stdout}"
export PUBLIC_ORIGIN="${PUBLIC_ORIGIN:-https://${DOMAIN:?PUBLIC_ORIGIN or DOMAIN is required}}"

# The addresses of a host name, one a line and sorted; an address stands for itself.
addresses_of() {
  case $1 in
    \[*) echo "$1" ;;
    *[!0-9.]*) { getent ahosts "$1" || getent hosts "$1" || true; } | awk '{ print ($1 ~ /:/) ? "[" $1 "]" : $1 }' | sort -u ;;
    *) echo "$1" ;;
  esac
}

# What a name no longer says stays as it was: addresses that are gone are no worse than none.
write_servers() { # name parameters host:port...
  file=$RUN_FOLDER/$1.servers parameters=$2
  shift 2
  for upstream; do
    for address in $(addresses_of "${upstream%:*}"); do echo "server $address:${upstream##*:}$parameters;"; done
  done >"$file.new"
  if [ ! -s "$file.new" ] && [ ! -e "$file" ]; then echo "server 127.0.0.1:9;" >"$file.new"; fi
  if [ ! -s "$file.new" ] || cmp -s "$file.new" "$file"; then rm "$file.new"; else mv "$file.new" "$file"; fi
}

follow_names() {
  # shellcheck disable=SC2086 # lists of words
  write_servers api " max_fails=1 fail_timeout=2s" $api
  # One that refuses because Redis is away is not one that failed.
  # shellcheck disable=SC2086
  write_servers signal " max_fails=0" $signal
  # shellcheck disable=SC2086
  write_servers web "" $web
}

fingerprint() { cat "$RUN_FOLDER"/*.servers "$TLS_CERTIFICATE" "$TLS_KEY" | cksum; }

render() {
  # HTTP/2 became a directive with nginx 1.25.1.
  if nginx -v 2>&1 | awk -F '[/.]' '{ exit !($2 > 1 || $3 > 25 || ($3 == 25 && $4 >= 1)) }'; then HTTP2='' HTTP2_LISTEN=''; else HTTP2='# ' HTTP2_LISTEN=' http2'; fi
  if [ -e /proc/net/if_inet6 ]; then IPV6=''; else IPV6='# '; fi
  export HTTP2 HTTP2_LISTEN IPV6
  awk -f "$CONFIG_FOLDER/../render.awk" "$CONFIG_FOLDER/nginx.conf.template" >"$RUN_FOLDER/nginx.conf"
}

stop() {
  trap : TERM QUIT INT HUP
  kill -QUIT "$nginx" 2>/dev/null || true
  # Those on a WebSocket would stay for as long as they like; they come back by themselves.
  (sleep "$stop_seconds" && kill -TERM "$nginx") 2>/dev/null &
  cut=$!
  wait "$nginx" || true
  kill "$cut" 2>/dev/null || true
  exit 0
}

mkdir -p "$RUN_FOLDER"
follow_names
render
# Engines start with few open files and allow many.
ulimit -Sn "$(ulimit -Hn)" 2>/dev/null || true
nginx -e stderr -p "$RUN_FOLDER" -c "$RUN_FOLDER/nginx.conf" -g 'daemon off;' &
nginx=$!
trap stop TERM QUIT INT
trap 'kill -HUP "$nginx"' HUP

known=$(fingerprint)
while kill -0 "$nginx" 2>/dev/null; do
  sleep "$resolve_seconds" &
  wait "$!" || true
  follow_names
  now=$(fingerprint)
  if [ "$now" != "$known" ]; then
    known=$now
    kill -HUP "$nginx" 2>/dev/null || true
  fi
done
wait "$nginx"

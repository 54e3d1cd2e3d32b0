#!/bin/sh
# Runs nginx over the built pages: renders its configuration from the environment and becomes nginx.
set -eu

CONFIG_FOLDER=$(cd "$(dirname "$0")" && pwd)
export CONFIG_FOLDER RUN_FOLDER="${RUN_FOLDER:-/tmp/nginx}"
export PORT="${PORT:-8080}"
export PAGES_FOLDER="${PAGES_FOLDER:-/usr/share/nginx/html}"
export ACCESS_LOG="${ACCESS_LOG:-/dev/stdout}"
# Where pages may reach beside their own origin, such as wss://signal.example.com.
export CONNECT_SRC="${CONNECT_SRC:+ $CONNECT_SRC}"
# Where the api answers, such as http://tgcall-api:3001; only for development, where nothing else stands in front of both.
if [ -n "${API_UPSTREAM:=}" ]; then API=''; else API='# '; fi
export API API_UPSTREAM
if [ -e /proc/net/if_inet6 ]; then IPV6=''; else IPV6='# '; fi
export IPV6

mkdir -p "$RUN_FOLDER"
awk -f "$CONFIG_FOLDER/../../render.awk" "$CONFIG_FOLDER/page-headers.conf" >"$RUN_FOLDER/page-headers.conf"
awk -f "$CONFIG_FOLDER/../../render.awk" "$CONFIG_FOLDER/nginx.conf.template" >"$RUN_FOLDER/nginx.conf"
exec nginx -e stderr -p "$RUN_FOLDER" -c "$RUN_FOLDER/nginx.conf" -g 'daemon off;'

#!/bin/sh
# Runs Redis with the password of REDIS_PASSWORD, which stands in no command line.
set -eu
umask 077

folder=$(cd "$(dirname "$0")" && pwd)
run=${RUN_FOLDER:-/tmp/redis}
password=${REDIS_PASSWORD:?is required}
case $password in *[!A-Za-z0-9._~+/=-]*)
  echo "redis: REDIS_PASSWORD may hold letters, digits and ._~+/=- alone" >&2
  exit 1
  ;;
esac
if [ "${#password}" -lt 32 ]; then
  echo "redis: REDIS_PASSWORD must have at least 32 characters" >&2
  exit 1
fi
unset REDIS_PASSWORD

mkdir -p "$run"
{
  cat "$folder/redis.conf"
  echo "dir ${DATA_FOLDER:-/data}"
  echo "requirepass $password"
} >"$run/redis.conf"
exec redis-server "$run/redis.conf" "$@"

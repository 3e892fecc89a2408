#!/bin/sh
# Runs a program of the image. Addresses that carry passwords come as files named by NAME_FILE.
set -eu
for name in DATABASE_URL PORTAL_DATABASE_URL TRIAGE_DATABASE_URL CONSOLE_DATABASE_URL EXCHANGE_DATABASE_URL REDIS_URL SMTP_URL; do
  eval "file=\${${name}_FILE:-}"
  [ -n "$file" ] || continue
  [ -r "$file" ] || { echo "${name}_FILE: $file cannot be read by user $(id -u)" >&2; exit 1; }
  value=$(cat "$file")
  export "$name=$value"
  unset "${name}_FILE"
done
exec node "$@"

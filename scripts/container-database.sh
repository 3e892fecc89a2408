#!/bin/bash
# At the first start of the database's container: an ordinary owner, because functions that run with the owner's
# rights must not run as superuser.
set -euo pipefail
password=$(cat /run/secrets/owner_password)
psql --quiet --set ON_ERROR_STOP=1 --set password="$password" --username "$POSTGRES_USER" --dbname template1 <<'SQL'
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_open(oid, integer), lo_from_bytea(oid, bytea),
  lo_put(oid, bigint, bytea), lowrite(integer, bytea) FROM PUBLIC;
CREATE ROLE manara_owner LOGIN CREATEROLE NOSUPERUSER PASSWORD :'password';
CREATE DATABASE manara OWNER manara_owner;
SQL

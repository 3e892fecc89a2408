#!/bin/bash
# At the first start of the database's container: an ordinary owner, because functions that run with the owner's
# rights must not run as superuser.
set -euo pipefail
password=$(cat /run/secrets/owner_password)
psql --quiet --set ON_ERROR_STOP=1 --set password="$password" --username "$POSTGRES_USER" --dbname template1 <<'SQL'
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_open(oid, integer), lo_from_bytea(oid, bytea),
  lo_put(oid, bigint, bytea), lowrite(integer, bytea) FROM PUBLIC;
CREATE ROLE manara_owner LOGIN CREATEROLE NOSUPERUSER PASSWORD :'password';
DO $$ DECLARE taken text; BEGIN
  FOR taken IN SELECT oid::regprocedure FROM pg_proc WHERE proname ~ '^pg_(try_)?advisory_(xact_)?lock' LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', taken);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO manara_owner WITH GRANT OPTION', taken);
  END LOOP;
END $$;
CREATE DATABASE manara OWNER manara_owner;
SQL

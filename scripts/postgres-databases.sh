#!/bin/sh
# Run once by the PostgreSQL image on an empty volume: one role and one database for each user.
set -eu
for name in zhibi airflow; do
  case $name in
    zhibi) password=$ZHIBI_DB_PASSWORD ;;
    airflow) password=$AIRFLOW_DB_PASSWORD ;;
  esac
  psql --username postgres --set ON_ERROR_STOP=1 --set role="$name" --set password="$password" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"role" OWNER :"role";
SQL
done

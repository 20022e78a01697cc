"""Thin Airflow DAGs that call the command zhibi."""

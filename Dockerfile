# One image for every part: the command zhibi, the web application, Airflow's four processes.
# Which part a container is, its command says (docker-compose.yml).
FROM python:3.11-slim-bookworm

RUN apt-get update \
 && apt-get install --yes --no-install-recommends fonts-noto-cjk tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 zhibi

WORKDIR /opt/zhibi
COPY pyproject.toml README.md LICENSE ./
COPY constraints constraints
# The pinned set the tests run with; only the application's own folders come after it, so that a
# change of code does not install everything again.
RUN pip install --no-cache-dir --constraint constraints/airflow.txt "hatchling" \
 && pip install --no-cache-dir --constraint constraints/airflow.txt --requirement constraints/airflow.txt
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable .

USER zhibi
ENV PYTHONUNBUFFERED=1 PYTHONPATH=/opt/zhibi ZHIBI_WORKSPACE=/workspace AIRFLOW_HOME=/home/zhibi/airflow
VOLUME /workspace
ENTRYPOINT ["tini", "--"]
CMD ["zhibi", "--help"]

# One image for every role: `rasid worker poll`, `rasid worker process`, `rasid flower`, or `rasid run` for all in one.

FROM python:3.12-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY pyproject.toml requirements.lock README.md LICENSE ./
# The lock holds versions and hashes; what is installed is what the service needs of it, without the tools of developers.
RUN uv venv /opt/rasid
COPY feeds feeds
COPY extract extract
COPY worker worker
COPY seeds seeds
RUN VIRTUAL_ENV=/opt/rasid uv pip install --no-cache --compile-bytecode --constraint requirements.lock '.[flower]'
# Compiled, extraction reads twice as fast; where the compiler fails it runs as it is, with the same mentions.
# hadolint ignore=DL3003,DL3008
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/* \
 && uv venv /opt/tools && VIRTUAL_ENV=/opt/tools uv pip install --no-cache --constraint requirements.lock mypy setuptools \
 && cd /opt/rasid/lib/python3*/site-packages && /opt/tools/bin/python -m extract.native \
 || echo "extraction runs uncompiled"
# What recognising names wants besides, in an image of a gigabyte: docker build --build-arg NER=1
ARG NER=
RUN [ -z "$NER" ] || VIRTUAL_ENV=/opt/rasid uv pip install --no-cache --no-config torch transformers numpy \
    --extra-index-url https://download.pytorch.org/whl/cpu

FROM python:3.12-slim
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent rasid \
 && mkdir /var/lib/rasid && chown rasid /var/lib/rasid
COPY --from=build /opt/rasid /opt/rasid
ENV PATH=/opt/rasid/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 RASID_DATA=/var/lib/rasid
USER 10001
WORKDIR /var/lib/rasid
ENTRYPOINT ["rasid"]
CMD ["run"]

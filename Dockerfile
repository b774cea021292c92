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

FROM python:3.12-slim
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent rasid \
 && mkdir /var/lib/rasid && chown rasid /var/lib/rasid
COPY --from=build /opt/rasid /opt/rasid
ENV PATH=/opt/rasid/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 RASID_DATA=/var/lib/rasid
USER 10001
WORKDIR /var/lib/rasid
ENTRYPOINT ["rasid"]
CMD ["run"]

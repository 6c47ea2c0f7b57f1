# The web client, built once; nothing of Node reaches the image that runs.
FROM node:22-slim AS web
WORKDIR /src/webclient
COPY webclient/package.json webclient/package-lock.json webclient/.npmrc ./
RUN npm ci --no-fund --no-audit
COPY webclient/ ./
RUN npm run build

# The wheel, with the web client in it, and the pins of what it needs to run.
FROM python:3.13-slim AS wheel
WORKDIR /src
COPY constraints.txt ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r constraints.txt
COPY pyproject.toml README.md LICENSE ./
COPY .ci/hatch_build.py .ci/
COPY src/ src/
COPY --from=web /src/webclient/dist/ webclient/dist/
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /out . \
 && sed '/^# --- besides/,$d' constraints.txt > /out/needed.txt

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin coshop \
 && mkdir /data && chown coshop:coshop /data
RUN --mount=from=wheel,source=/out,target=/out \
    pip install --no-cache-dir --no-compile --no-deps --require-hashes -r /out/needed.txt \
 && pip install --no-cache-dir --no-deps /out/coshop-*.whl
ENV PYTHONUNBUFFERED=1 \
    COSHOP_HOST=0.0.0.0 \
    COSHOP_PORT=8080 \
    COSHOP_DATA_DIR=/data
USER coshop
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['COSHOP_PORT']}/healthz\", timeout=4)"]
CMD ["coshop", "serve"]

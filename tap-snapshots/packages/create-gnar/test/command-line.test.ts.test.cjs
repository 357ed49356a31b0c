/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 --help lists a flag for each choice > must match snapshot 1`] = `
npm create gnar FOLDER -- [flags]

  --language typescript|javascript    language of the service (default: typescript)
  --tests tap|node-test               runner of the tests (default: tap)
  --postgres, --no-postgres           a database with a first migration (default: yes)
  --tokens, --no-tokens               routes protected by tokens (JWT) (default: yes)
  --queue, --no-queue                 a typed queue on Amazon SQS (default: yes)
  --mail, --no-mail                   e-mail through Amazon SES (default: no)
  --openapi, --no-openapi             an OpenAPI document and page, in production too (default: yes)
  --metrics, --no-metrics             Prometheus metrics (default: yes)
  --name NAME                         name of the service (default: that of the folder)
  --install                           run npm install
  -y, --yes                           ask no questions
  -h, --help                          show this

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > Dockerfile of everything 1`] = `
FROM node:24-slim AS dependencies
WORKDIR /service
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim AS build
WORKDIR /service
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY app app
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /service
COPY --from=dependencies /service/node_modules node_modules
COPY package.json ./
COPY migrations migrations
COPY --from=build /service/dist dist
# A number, since Kubernetes cannot tell whether a name is root.
USER 1000:1000
EXPOSE 3000
ENV GNAR_METRICS_PORT=9464
EXPOSE 9464
# Node is the process that gets SIGTERM: no shell and no npm in between.
CMD ["node", "dist/app/main.js"]

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > Dockerfile of nothing 1`] = `
FROM node:24-slim AS dependencies
WORKDIR /service
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim AS build
WORKDIR /service
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY app app
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /service
COPY --from=dependencies /service/node_modules node_modules
COPY package.json ./
COPY --from=build /service/dist dist
# A number, since Kubernetes cannot tell whether a name is root.
USER 1000:1000
EXPOSE 3000
# Node is the process that gets SIGTERM: no shell and no npm in between.
CMD ["node", "dist/app/main.js"]

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > Dockerfile of open-notes 1`] = `
FROM node:24-slim AS dependencies
WORKDIR /service
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim AS build
WORKDIR /service
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY app app
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /service
COPY --from=dependencies /service/node_modules node_modules
COPY package.json ./
COPY migrations migrations
COPY --from=build /service/dist dist
# A number, since Kubernetes cannot tell whether a name is root.
USER 1000:1000
EXPOSE 3000
# Node is the process that gets SIGTERM: no shell and no npm in between.
CMD ["node", "dist/app/main.js"]

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > Dockerfile of plain-queue 1`] = `
FROM node:24-slim AS dependencies
WORKDIR /service
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim AS build
WORKDIR /service
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY app app
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /service
COPY --from=dependencies /service/node_modules node_modules
COPY package.json ./
COPY --from=build /service/dist dist
# A number, since Kubernetes cannot tell whether a name is root.
USER 1000:1000
EXPOSE 3000
ENV GNAR_METRICS_PORT=9464
EXPOSE 9464
# Node is the process that gets SIGTERM: no shell and no npm in between.
CMD ["node", "dist/app/main.js"]

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > Dockerfile of script-everything 1`] = `
FROM node:24-slim AS dependencies
WORKDIR /service
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /service
COPY --from=dependencies /service/node_modules node_modules
COPY package.json ./
COPY migrations migrations
COPY app app
# A number, since Kubernetes cannot tell whether a name is root.
USER 1000:1000
EXPOSE 3000
ENV GNAR_METRICS_PORT=9464
EXPOSE 9464
# Node is the process that gets SIGTERM: no shell and no npm in between.
CMD ["node", "app/main.js"]

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > Dockerfile of script-tap 1`] = `
FROM node:24-slim AS dependencies
WORKDIR /service
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /service
COPY --from=dependencies /service/node_modules node_modules
COPY package.json ./
COPY migrations migrations
COPY app app
# A number, since Kubernetes cannot tell whether a name is root.
USER 1000:1000
EXPOSE 3000
# Node is the process that gets SIGTERM: no shell and no npm in between.
CMD ["node", "app/main.js"]

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > everything: --mail 1`] = `
Array [
  ".biome.json",
  ".dockerignore",
  ".env.example",
  ".gitignore",
  ".taprc",
  "Dockerfile",
  "README.md",
  "app/account/apis.ts",
  "app/contact/apis.ts",
  "app/greeting/apis.ts",
  "app/main.ts",
  "app/note/apis.ts",
  "app/options.ts",
  "app/work/poll.ts",
  "migrations/0001_note.sql",
  "package.json",
  "test/account.test.ts",
  "test/contact.test.ts",
  "test/greeting.test.ts",
  "test/note.test.ts",
  "test/work.test.ts",
  "tsconfig.build.json",
  "tsconfig.json",
]
`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > nothing: --tests node-test --no-postgres --no-tokens --no-queue --no-openapi --no-metrics 1`] = `
Array [
  ".biome.json",
  ".dockerignore",
  ".env.example",
  ".gitignore",
  "Dockerfile",
  "README.md",
  "app/greeting/apis.ts",
  "app/main.ts",
  "app/options.ts",
  "package.json",
  "test/greeting.test.ts",
  "tsconfig.build.json",
  "tsconfig.json",
]
`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > open-notes: --tests node-test --no-tokens --no-metrics 1`] = `
Array [
  ".biome.json",
  ".dockerignore",
  ".env.example",
  ".gitignore",
  "Dockerfile",
  "README.md",
  "app/greeting/apis.ts",
  "app/main.ts",
  "app/note/apis.ts",
  "app/options.ts",
  "app/work/poll.ts",
  "migrations/0001_note.sql",
  "package.json",
  "test/greeting.test.ts",
  "test/note.test.ts",
  "test/work.test.ts",
  "tsconfig.build.json",
  "tsconfig.json",
]
`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > package.json of everything 1`] = `
{
  "name": "everything",
  "version": "0.1.0",
  "private": true,
  "type": "module",
  "scripts": {
    "dev": "gnar dev app/main.ts --local",
    "start": "node dist/app/main.js",
    "build": "tsc --project tsconfig.build.json",
    "pretest": "tap build",
    "test": "tap",
    "lint": "biome check --error-on-warnings .",
    "typecheck": "tsc",
    "env": "gnar env app/main.ts",
    "openapi": "gnar openapi app/main.ts --output openapi.json"
  },
  "engines": {
    "node": ">=20.19"
  },
  "dependencies": {
    "@fastify/type-provider-typebox": "^6.3.0",
    "fastify": "^5.12.8",
    "gnar-gear": "^0.1.0",
    "typebox": "^1.4.3"
  },
  "devDependencies": {
    "@biomejs/biome": "^2.6.8",
    "@types/node": "^20.19.43",
    "gnar-cli": "^0.1.0",
    "gnar-local": "^0.1.0",
    "tap": "^21.8.0",
    "tsx": "^4.23.15",
    "typescript": "^7.0.2"
  }
}

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > package.json of nothing 1`] = `
{
  "name": "nothing",
  "version": "0.1.0",
  "private": true,
  "type": "module",
  "scripts": {
    "dev": "gnar dev app/main.ts --local",
    "start": "node dist/app/main.js",
    "build": "tsc --project tsconfig.build.json",
    "test": "node --import tsx --test test/*.test.ts",
    "lint": "biome check --error-on-warnings .",
    "typecheck": "tsc",
    "env": "gnar env app/main.ts"
  },
  "engines": {
    "node": ">=20.19"
  },
  "dependencies": {
    "@fastify/type-provider-typebox": "^6.3.0",
    "fastify": "^5.12.8",
    "gnar-gear": "^0.1.0",
    "typebox": "^1.4.3"
  },
  "devDependencies": {
    "@biomejs/biome": "^2.6.8",
    "@types/node": "^20.19.43",
    "gnar-cli": "^0.1.0",
    "gnar-local": "^0.1.0",
    "tsx": "^4.23.15",
    "typescript": "^7.0.2"
  }
}

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > package.json of open-notes 1`] = `
{
  "name": "open-notes",
  "version": "0.1.0",
  "private": true,
  "type": "module",
  "scripts": {
    "dev": "gnar dev app/main.ts --local",
    "start": "node dist/app/main.js",
    "build": "tsc --project tsconfig.build.json",
    "test": "node --import tsx --test test/*.test.ts",
    "lint": "biome check --error-on-warnings .",
    "typecheck": "tsc",
    "env": "gnar env app/main.ts",
    "openapi": "gnar openapi app/main.ts --output openapi.json"
  },
  "engines": {
    "node": ">=20.19"
  },
  "dependencies": {
    "@fastify/type-provider-typebox": "^6.3.0",
    "fastify": "^5.12.8",
    "gnar-gear": "^0.1.0",
    "typebox": "^1.4.3"
  },
  "devDependencies": {
    "@biomejs/biome": "^2.6.8",
    "@types/node": "^20.19.43",
    "gnar-cli": "^0.1.0",
    "gnar-local": "^0.1.0",
    "tsx": "^4.23.15",
    "typescript": "^7.0.2"
  }
}

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > package.json of plain-queue 1`] = `
{
  "name": "plain-queue",
  "version": "0.1.0",
  "private": true,
  "type": "module",
  "scripts": {
    "dev": "gnar dev app/main.ts --local",
    "start": "node dist/app/main.js",
    "build": "tsc --project tsconfig.build.json",
    "test": "node --import tsx --test test/*.test.ts",
    "lint": "biome check --error-on-warnings .",
    "typecheck": "tsc",
    "env": "gnar env app/main.ts"
  },
  "engines": {
    "node": ">=20.19"
  },
  "dependencies": {
    "@fastify/type-provider-typebox": "^6.3.0",
    "fastify": "^5.12.8",
    "gnar-gear": "^0.1.0",
    "typebox": "^1.4.3"
  },
  "devDependencies": {
    "@biomejs/biome": "^2.6.8",
    "@types/node": "^20.19.43",
    "gnar-cli": "^0.1.0",
    "gnar-local": "^0.1.0",
    "tsx": "^4.23.15",
    "typescript": "^7.0.2"
  }
}

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > package.json of script-everything 1`] = `
{
  "name": "script-everything",
  "version": "0.1.0",
  "private": true,
  "type": "module",
  "scripts": {
    "dev": "gnar dev app/main.js --local",
    "start": "node app/main.js",
    "build": "node --check app/main.js",
    "test": "node --test test/*.test.js",
    "lint": "biome check --error-on-warnings .",
    "env": "gnar env app/main.js",
    "openapi": "gnar openapi app/main.js --output openapi.json"
  },
  "engines": {
    "node": ">=20.19"
  },
  "dependencies": {
    "@fastify/type-provider-typebox": "^6.3.0",
    "fastify": "^5.12.8",
    "gnar-gear": "^0.1.0",
    "typebox": "^1.4.3"
  },
  "devDependencies": {
    "@biomejs/biome": "^2.6.8",
    "gnar-cli": "^0.1.0",
    "gnar-local": "^0.1.0"
  }
}

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > package.json of script-tap 1`] = `
{
  "name": "script-tap",
  "version": "0.1.0",
  "private": true,
  "type": "module",
  "scripts": {
    "dev": "gnar dev app/main.js --local",
    "start": "node app/main.js",
    "build": "node --check app/main.js",
    "pretest": "tap build",
    "test": "tap",
    "lint": "biome check --error-on-warnings .",
    "env": "gnar env app/main.js",
    "openapi": "gnar openapi app/main.js --output openapi.json"
  },
  "engines": {
    "node": ">=20.19"
  },
  "dependencies": {
    "@fastify/type-provider-typebox": "^6.3.0",
    "fastify": "^5.12.8",
    "gnar-gear": "^0.1.0",
    "typebox": "^1.4.3"
  },
  "devDependencies": {
    "@biomejs/biome": "^2.6.8",
    "gnar-cli": "^0.1.0",
    "gnar-local": "^0.1.0",
    "tap": "^21.8.0"
  }
}

`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > plain-queue: --tests node-test --no-postgres --no-tokens --mail --no-openapi 1`] = `
Array [
  ".biome.json",
  ".dockerignore",
  ".env.example",
  ".gitignore",
  "Dockerfile",
  "README.md",
  "app/contact/apis.ts",
  "app/greeting/apis.ts",
  "app/main.ts",
  "app/options.ts",
  "app/work/poll.ts",
  "package.json",
  "test/contact.test.ts",
  "test/greeting.test.ts",
  "test/work.test.ts",
  "tsconfig.build.json",
  "tsconfig.json",
]
`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > script-everything: --language javascript --tests node-test --mail 1`] = `
Array [
  ".biome.json",
  ".dockerignore",
  ".env.example",
  ".gitignore",
  "Dockerfile",
  "README.md",
  "app/account/apis.js",
  "app/contact/apis.js",
  "app/greeting/apis.js",
  "app/main.js",
  "app/note/apis.js",
  "app/options.js",
  "app/work/poll.js",
  "migrations/0001_note.sql",
  "package.json",
  "test/account.test.js",
  "test/contact.test.js",
  "test/greeting.test.js",
  "test/note.test.js",
  "test/work.test.js",
]
`

exports[`packages/create-gnar/test/command-line.test.ts > TAP > N1 each combination has these files > script-tap: --language javascript --no-queue --no-metrics 1`] = `
Array [
  ".biome.json",
  ".dockerignore",
  ".env.example",
  ".gitignore",
  ".taprc",
  "Dockerfile",
  "README.md",
  "app/account/apis.js",
  "app/greeting/apis.js",
  "app/main.js",
  "app/note/apis.js",
  "app/options.js",
  "migrations/0001_note.sql",
  "package.json",
  "test/account.test.js",
  "test/greeting.test.js",
  "test/note.test.js",
]
`

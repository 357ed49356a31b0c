/**
 * Loads the AWS SDK synchronously, on the first call. This file is CommonJS because only a plain `require` is
 * synchronous, lazy and followed by bundlers.
 */
exports.loadSdk = () => require('@aws-sdk/client-ses')

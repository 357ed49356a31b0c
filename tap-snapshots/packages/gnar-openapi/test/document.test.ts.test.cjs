/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-openapi/test/document.test.ts > TAP > O1 O2 the document describes every route, with failures in style Fastify's > must match snapshot 1`] = `
{
  "openapi": "3.1.0",
  "info": {
    "title": "Riders",
    "version": "1.2.3",
    "description": "OpenAPI 3.1 document and docs page for Fastify, without annotations"
  },
  "components": {
    "securitySchemes": {
      "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Token from the \`Authorization\` header of a response, without the word Bearer"
      }
    },
    "headers": {
      "FreshToken": {
        "description": "\`Bearer\` and a fresh token of the same session, to send with the next request",
        "schema": {
          "type": "string"
        }
      }
    },
    "responses": {
      "InvalidRequest": {
        "description": "The request is invalid",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      },
      "Unauthorized": {
        "description": "The token is missing, invalid or expired",
        "headers": {
          "WWW-Authenticate": {
            "description": "How to authenticate (RFC 6750)",
            "schema": {
              "type": "string"
            }
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      },
      "ClientError": {
        "description": "The request failed",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      },
      "ServerError": {
        "description": "The service failed",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      }
    },
    "schemas": {
      "Tree": {
        "type": "object",
        "required": [
          "name",
          "branches"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "branches": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Tree"
            }
          }
        }
      },
      "Rider": {
        "type": "object",
        "required": [
          "id",
          "nickname"
        ],
        "properties": {
          "id": {
            "type": "integer"
          },
          "nickname": {
            "anyOf": [
              {
                "type": "string"
              },
              {
                "type": "null"
              }
            ]
          },
          "level": {
            "anyOf": [
              {
                "enum": [
                  "green"
                ],
                "type": "string"
              },
              {
                "enum": [
                  "black"
                ],
                "type": "string"
              }
            ]
          }
        }
      },
      "Failure": {
        "type": "object",
        "required": [
          "statusCode",
          "error",
          "message"
        ],
        "properties": {
          "statusCode": {
            "type": "integer"
          },
          "code": {
            "type": "string",
            "description": "Code of the error, such as FST_ERR_VALIDATION"
          },
          "error": {
            "type": "string",
            "description": "Name of the status"
          },
          "message": {
            "type": "string",
            "description": "What went wrong"
          }
        }
      },
      "schemas-lift.json": {
        "type": "object",
        "properties": {
          "name": {
            "type": "string"
          }
        }
      }
    }
  },
  "paths": {
    "/rider": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/lift": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/schemas-lift.json"
                }
              }
            }
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/{id}/photos/{*}": {
      "get": {
        "tags": [
          "rider"
        ],
        "parameters": [
          {
            "schema": {
              "type": "string"
            },
            "in": "path",
            "name": "id",
            "required": true
          },
          {
            "schema": {
              "type": "string"
            },
            "in": "path",
            "name": "*",
            "required": true
          }
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/tree": {
      "post": {
        "tags": [
          "rider"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/Tree"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Created",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Tree"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/point": {
      "post": {
        "tags": [
          "rider"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "array",
                "items": false,
                "minItems": 2,
                "prefixItems": [
                  {
                    "type": "number"
                  },
                  {
                    "type": "number"
                  }
                ]
              }
            }
          }
        },
        "responses": {
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          },
          "2XX": {
            "description": "Success"
          }
        }
      }
    },
    "/rider/{id}": {
      "put": {
        "summary": "Change a rider",
        "tags": [
          "riders"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "nickname"
                ],
                "properties": {
                  "nickname": {
                    "anyOf": [
                      {
                        "type": "string"
                      },
                      {
                        "type": "null"
                      }
                    ]
                  },
                  "level": {
                    "anyOf": [
                      {
                        "type": "string",
                        "enum": [
                          "green"
                        ]
                      },
                      {
                        "type": "string",
                        "enum": [
                          "black"
                        ]
                      }
                    ]
                  }
                }
              }
            }
          }
        },
        "parameters": [
          {
            "schema": {
              "type": "boolean"
            },
            "in": "query",
            "name": "notify",
            "required": false,
            "description": "Send a mail"
          },
          {
            "schema": {
              "type": "integer"
            },
            "in": "path",
            "name": "id",
            "required": true
          },
          {
            "schema": {
              "type": "string"
            },
            "in": "header",
            "name": "if-match",
            "required": false
          }
        ],
        "responses": {
          "200": {
            "description": "OK",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Rider"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "404": {
            "description": "No such rider",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": [
                    "gone"
                  ],
                  "properties": {
                    "gone": {
                      "type": "boolean"
                    }
                  },
                  "description": "No such rider"
                }
              }
            }
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/page": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK",
            "content": {
              "text/html": {
                "schema": {
                  "type": "string"
                }
              }
            }
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/dav": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/own": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK",
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/optional": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          },
          {}
        ],
        "responses": {
          "200": {
            "description": "OK",
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/stale": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/scope": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK",
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/public": {
      "get": {
        "tags": [
          "protected"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/unknown": {
      "get": {
        "tags": [
          "protected"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    }
  }
}
`

exports[`packages/gnar-openapi/test/document.test.ts > TAP > O1 O2 the document describes every route, with failures in style gnar > must match snapshot 1`] = `
{
  "openapi": "3.1.0",
  "info": {
    "title": "Riders",
    "version": "1.2.3",
    "description": "OpenAPI 3.1 document and docs page for Fastify, without annotations"
  },
  "components": {
    "securitySchemes": {
      "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Token from the \`Authorization\` header of a response, without the word Bearer"
      }
    },
    "headers": {
      "FreshToken": {
        "description": "\`Bearer\` and a fresh token of the same session, to send with the next request",
        "schema": {
          "type": "string"
        }
      }
    },
    "schemas": {
      "Tree": {
        "type": "object",
        "required": [
          "name",
          "branches"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "branches": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Tree"
            }
          }
        }
      },
      "Rider": {
        "type": "object",
        "required": [
          "id",
          "nickname"
        ],
        "properties": {
          "id": {
            "type": "integer"
          },
          "nickname": {
            "anyOf": [
              {
                "type": "string"
              },
              {
                "type": "null"
              }
            ]
          },
          "level": {
            "anyOf": [
              {
                "enum": [
                  "green"
                ],
                "type": "string"
              },
              {
                "enum": [
                  "black"
                ],
                "type": "string"
              }
            ]
          }
        }
      },
      "Failure": {
        "type": "object",
        "required": [
          "error"
        ],
        "properties": {
          "error": {
            "type": "string",
            "description": "What went wrong; of an invalid request, every invalid field"
          },
          "requestId": {
            "type": "string",
            "description": "Id of the request, as in the log"
          },
          "traceback": {
            "type": "string",
            "description": "Stack of the failure, in development only"
          }
        }
      },
      "schemas-lift.json": {
        "type": "object",
        "properties": {
          "name": {
            "type": "string"
          }
        }
      }
    }
  },
  "paths": {
    "/rider": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {},
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            }
          }
        }
      }
    },
    "/rider/lift": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {
                      "$ref": "#/components/schemas/schemas-lift.json"
                    },
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            }
          }
        }
      }
    },
    "/rider/{id}/photos/{*}": {
      "get": {
        "tags": [
          "rider"
        ],
        "parameters": [
          {
            "schema": {
              "type": "string"
            },
            "in": "path",
            "name": "id",
            "required": true
          },
          {
            "schema": {
              "type": "string"
            },
            "in": "path",
            "name": "*",
            "required": true
          }
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {},
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            }
          }
        }
      }
    },
    "/rider/tree": {
      "post": {
        "tags": [
          "rider"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/Tree"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "A failure",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Failure"
                }
              }
            }
          },
          "201": {
            "description": "Created",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Tree"
                }
              }
            }
          }
        }
      }
    },
    "/rider/point": {
      "post": {
        "tags": [
          "rider"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "array",
                "items": false,
                "minItems": 2,
                "prefixItems": [
                  {
                    "type": "number"
                  },
                  {
                    "type": "number"
                  }
                ]
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Success, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {},
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            }
          },
          "2XX": {
            "description": "Success"
          }
        }
      }
    },
    "/rider/{id}": {
      "put": {
        "summary": "Change a rider",
        "tags": [
          "riders"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "nickname"
                ],
                "properties": {
                  "nickname": {
                    "anyOf": [
                      {
                        "type": "string"
                      },
                      {
                        "type": "null"
                      }
                    ]
                  },
                  "level": {
                    "anyOf": [
                      {
                        "type": "string",
                        "enum": [
                          "green"
                        ]
                      },
                      {
                        "type": "string",
                        "enum": [
                          "black"
                        ]
                      }
                    ]
                  }
                }
              }
            }
          }
        },
        "parameters": [
          {
            "schema": {
              "type": "boolean"
            },
            "in": "query",
            "name": "notify",
            "required": false,
            "description": "Send a mail"
          },
          {
            "schema": {
              "type": "integer"
            },
            "in": "path",
            "name": "id",
            "required": true
          },
          {
            "schema": {
              "type": "string"
            },
            "in": "header",
            "name": "if-match",
            "required": false
          }
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {
                      "$ref": "#/components/schemas/Rider"
                    },
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            }
          },
          "404": {
            "description": "No such rider",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": [
                    "gone"
                  ],
                  "properties": {
                    "gone": {
                      "type": "boolean"
                    }
                  },
                  "description": "No such rider"
                }
              }
            }
          }
        }
      }
    },
    "/rider/page": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "text/html": {
                "schema": {
                  "type": "string"
                }
              },
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Failure"
                }
              }
            }
          }
        }
      }
    },
    "/rider/dav": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {},
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            }
          }
        }
      }
    },
    "/protected/own": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {},
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            },
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          }
        }
      }
    },
    "/protected/optional": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          },
          {}
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {},
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            },
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          }
        }
      }
    },
    "/protected/stale": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {},
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            }
          }
        }
      }
    },
    "/protected/scope": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {},
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            },
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          }
        }
      }
    },
    "/protected/public": {
      "get": {
        "tags": [
          "protected"
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {},
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            }
          }
        }
      }
    },
    "/protected/unknown": {
      "get": {
        "tags": [
          "protected"
        ],
        "responses": {
          "200": {
            "description": "OK, or a failure: the body then has \`error\`",
            "content": {
              "application/json": {
                "schema": {
                  "anyOf": [
                    {},
                    {
                      "$ref": "#/components/schemas/Failure"
                    }
                  ]
                }
              }
            }
          }
        }
      }
    }
  }
}
`

exports[`packages/gnar-openapi/test/document.test.ts > TAP > O1 O2 the document describes every route, with failures in style http > must match snapshot 1`] = `
{
  "openapi": "3.1.0",
  "info": {
    "title": "Riders",
    "version": "1.2.3",
    "description": "OpenAPI 3.1 document and docs page for Fastify, without annotations"
  },
  "components": {
    "securitySchemes": {
      "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Token from the \`Authorization\` header of a response, without the word Bearer"
      }
    },
    "headers": {
      "FreshToken": {
        "description": "\`Bearer\` and a fresh token of the same session, to send with the next request",
        "schema": {
          "type": "string"
        }
      }
    },
    "responses": {
      "InvalidRequest": {
        "description": "The request is invalid",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      },
      "Unauthorized": {
        "description": "The token is missing, invalid or expired",
        "headers": {
          "WWW-Authenticate": {
            "description": "How to authenticate (RFC 6750)",
            "schema": {
              "type": "string"
            }
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      },
      "ClientError": {
        "description": "The request failed",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      },
      "ServerError": {
        "description": "The service failed",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      }
    },
    "schemas": {
      "Tree": {
        "type": "object",
        "required": [
          "name",
          "branches"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "branches": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Tree"
            }
          }
        }
      },
      "Rider": {
        "type": "object",
        "required": [
          "id",
          "nickname"
        ],
        "properties": {
          "id": {
            "type": "integer"
          },
          "nickname": {
            "anyOf": [
              {
                "type": "string"
              },
              {
                "type": "null"
              }
            ]
          },
          "level": {
            "anyOf": [
              {
                "enum": [
                  "green"
                ],
                "type": "string"
              },
              {
                "enum": [
                  "black"
                ],
                "type": "string"
              }
            ]
          }
        }
      },
      "Failure": {
        "type": "object",
        "required": [
          "error"
        ],
        "properties": {
          "error": {
            "type": "string",
            "description": "What went wrong; of an invalid request, every invalid field"
          },
          "requestId": {
            "type": "string",
            "description": "Id of the request, as in the log"
          },
          "traceback": {
            "type": "string",
            "description": "Stack of the failure, in development only"
          }
        }
      },
      "schemas-lift.json": {
        "type": "object",
        "properties": {
          "name": {
            "type": "string"
          }
        }
      }
    }
  },
  "paths": {
    "/rider": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/lift": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/schemas-lift.json"
                }
              }
            }
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/{id}/photos/{*}": {
      "get": {
        "tags": [
          "rider"
        ],
        "parameters": [
          {
            "schema": {
              "type": "string"
            },
            "in": "path",
            "name": "id",
            "required": true
          },
          {
            "schema": {
              "type": "string"
            },
            "in": "path",
            "name": "*",
            "required": true
          }
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/tree": {
      "post": {
        "tags": [
          "rider"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/Tree"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Created",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Tree"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/point": {
      "post": {
        "tags": [
          "rider"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "array",
                "items": false,
                "minItems": 2,
                "prefixItems": [
                  {
                    "type": "number"
                  },
                  {
                    "type": "number"
                  }
                ]
              }
            }
          }
        },
        "responses": {
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          },
          "2XX": {
            "description": "Success"
          }
        }
      }
    },
    "/rider/{id}": {
      "put": {
        "summary": "Change a rider",
        "tags": [
          "riders"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "nickname"
                ],
                "properties": {
                  "nickname": {
                    "anyOf": [
                      {
                        "type": "string"
                      },
                      {
                        "type": "null"
                      }
                    ]
                  },
                  "level": {
                    "anyOf": [
                      {
                        "type": "string",
                        "enum": [
                          "green"
                        ]
                      },
                      {
                        "type": "string",
                        "enum": [
                          "black"
                        ]
                      }
                    ]
                  }
                }
              }
            }
          }
        },
        "parameters": [
          {
            "schema": {
              "type": "boolean"
            },
            "in": "query",
            "name": "notify",
            "required": false,
            "description": "Send a mail"
          },
          {
            "schema": {
              "type": "integer"
            },
            "in": "path",
            "name": "id",
            "required": true
          },
          {
            "schema": {
              "type": "string"
            },
            "in": "header",
            "name": "if-match",
            "required": false
          }
        ],
        "responses": {
          "200": {
            "description": "OK",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Rider"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "404": {
            "description": "No such rider",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": [
                    "gone"
                  ],
                  "properties": {
                    "gone": {
                      "type": "boolean"
                    }
                  },
                  "description": "No such rider"
                }
              }
            }
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/page": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK",
            "content": {
              "text/html": {
                "schema": {
                  "type": "string"
                }
              }
            }
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/dav": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/own": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK",
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/optional": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          },
          {}
        ],
        "responses": {
          "200": {
            "description": "OK",
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/stale": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/scope": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK",
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/public": {
      "get": {
        "tags": [
          "protected"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/unknown": {
      "get": {
        "tags": [
          "protected"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    }
  }
}
`

exports[`packages/gnar-openapi/test/document.test.ts > TAP > O1 O2 the document describes every route, with failures in style problem > must match snapshot 1`] = `
{
  "openapi": "3.1.0",
  "info": {
    "title": "Riders",
    "version": "1.2.3",
    "description": "OpenAPI 3.1 document and docs page for Fastify, without annotations"
  },
  "components": {
    "securitySchemes": {
      "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Token from the \`Authorization\` header of a response, without the word Bearer"
      }
    },
    "headers": {
      "FreshToken": {
        "description": "\`Bearer\` and a fresh token of the same session, to send with the next request",
        "schema": {
          "type": "string"
        }
      }
    },
    "responses": {
      "InvalidRequest": {
        "description": "The request is invalid",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      },
      "Unauthorized": {
        "description": "The token is missing, invalid or expired",
        "headers": {
          "WWW-Authenticate": {
            "description": "How to authenticate (RFC 6750)",
            "schema": {
              "type": "string"
            }
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      },
      "ClientError": {
        "description": "The request failed",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      },
      "ServerError": {
        "description": "The service failed",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Failure"
            }
          }
        }
      }
    },
    "schemas": {
      "Tree": {
        "type": "object",
        "required": [
          "name",
          "branches"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "branches": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Tree"
            }
          }
        }
      },
      "Rider": {
        "type": "object",
        "required": [
          "id",
          "nickname"
        ],
        "properties": {
          "id": {
            "type": "integer"
          },
          "nickname": {
            "anyOf": [
              {
                "type": "string"
              },
              {
                "type": "null"
              }
            ]
          },
          "level": {
            "anyOf": [
              {
                "enum": [
                  "green"
                ],
                "type": "string"
              },
              {
                "enum": [
                  "black"
                ],
                "type": "string"
              }
            ]
          }
        }
      },
      "Failure": {
        "type": "object",
        "description": "RFC 9457",
        "required": [
          "type",
          "title",
          "status",
          "detail",
          "requestId"
        ],
        "properties": {
          "type": {
            "type": "string"
          },
          "title": {
            "type": "string",
            "description": "Name of the status"
          },
          "status": {
            "type": "integer"
          },
          "detail": {
            "type": "string",
            "description": "What went wrong"
          },
          "requestId": {
            "type": "string",
            "description": "Id of the request, as in the log"
          },
          "errors": {
            "type": "array",
            "description": "Invalid fields of the request",
            "items": {
              "type": "object",
              "required": [
                "in",
                "pointer",
                "detail"
              ],
              "properties": {
                "in": {
                  "type": "string",
                  "description": "Part of the request: body, params, querystring or headers"
                },
                "pointer": {
                  "type": "string",
                  "description": "JSON pointer to the field, as a fragment"
                },
                "detail": {
                  "type": "string",
                  "description": "What is wrong with the field"
                }
              }
            }
          },
          "traceback": {
            "type": "string",
            "description": "Stack of the failure, in development only"
          }
        }
      },
      "schemas-lift.json": {
        "type": "object",
        "properties": {
          "name": {
            "type": "string"
          }
        }
      }
    }
  },
  "paths": {
    "/rider": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/lift": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/schemas-lift.json"
                }
              }
            }
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/{id}/photos/{*}": {
      "get": {
        "tags": [
          "rider"
        ],
        "parameters": [
          {
            "schema": {
              "type": "string"
            },
            "in": "path",
            "name": "id",
            "required": true
          },
          {
            "schema": {
              "type": "string"
            },
            "in": "path",
            "name": "*",
            "required": true
          }
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/tree": {
      "post": {
        "tags": [
          "rider"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/Tree"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Created",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Tree"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/point": {
      "post": {
        "tags": [
          "rider"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "array",
                "items": false,
                "minItems": 2,
                "prefixItems": [
                  {
                    "type": "number"
                  },
                  {
                    "type": "number"
                  }
                ]
              }
            }
          }
        },
        "responses": {
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          },
          "2XX": {
            "description": "Success"
          }
        }
      }
    },
    "/rider/{id}": {
      "put": {
        "summary": "Change a rider",
        "tags": [
          "riders"
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "required": [
                  "nickname"
                ],
                "properties": {
                  "nickname": {
                    "anyOf": [
                      {
                        "type": "string"
                      },
                      {
                        "type": "null"
                      }
                    ]
                  },
                  "level": {
                    "anyOf": [
                      {
                        "type": "string",
                        "enum": [
                          "green"
                        ]
                      },
                      {
                        "type": "string",
                        "enum": [
                          "black"
                        ]
                      }
                    ]
                  }
                }
              }
            }
          }
        },
        "parameters": [
          {
            "schema": {
              "type": "boolean"
            },
            "in": "query",
            "name": "notify",
            "required": false,
            "description": "Send a mail"
          },
          {
            "schema": {
              "type": "integer"
            },
            "in": "path",
            "name": "id",
            "required": true
          },
          {
            "schema": {
              "type": "string"
            },
            "in": "header",
            "name": "if-match",
            "required": false
          }
        ],
        "responses": {
          "200": {
            "description": "OK",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Rider"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "404": {
            "description": "No such rider",
            "content": {
              "application/json": {
                "schema": {
                  "type": "object",
                  "required": [
                    "gone"
                  ],
                  "properties": {
                    "gone": {
                      "type": "boolean"
                    }
                  },
                  "description": "No such rider"
                }
              }
            }
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/page": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK",
            "content": {
              "text/html": {
                "schema": {
                  "type": "string"
                }
              }
            }
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/rider/dav": {
      "get": {
        "tags": [
          "rider"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/own": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK",
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/optional": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          },
          {}
        ],
        "responses": {
          "200": {
            "description": "OK",
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/stale": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/scope": {
      "get": {
        "tags": [
          "protected"
        ],
        "security": [
          {
            "bearer": []
          }
        ],
        "responses": {
          "200": {
            "description": "OK",
            "headers": {
              "Authorization": {
                "$ref": "#/components/headers/FreshToken"
              }
            }
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/public": {
      "get": {
        "tags": [
          "protected"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/protected/unknown": {
      "get": {
        "tags": [
          "protected"
        ],
        "responses": {
          "200": {
            "description": "OK"
          },
          "4XX": {
            "$ref": "#/components/responses/ClientError"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    }
  }
}
`

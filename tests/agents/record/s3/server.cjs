// An S3 server (s3rver) that takes only requests whose Signature Version 4 another implementation (aws4) computes the same.
// Usage: node server.cjs FOLDER PORT BUCKET ACCESS_KEY SECRET_KEY
const { createHash } = require("node:crypto");
const http = require("node:http");
const aws4 = require("aws4");
const S3rver = require("s3rver");

const [folder, port, bucket, accessKeyId, secretAccessKey] = process.argv.slice(2);

function refusal(request, body) {
  const given = request.headers.authorization ?? "";
  const signed = /SignedHeaders=([^,]+)/.exec(given)?.[1].split(";") ?? [];
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(given)?.[1];
  if (createHash("sha256").update(body).digest("hex") !== request.headers["x-amz-content-sha256"]) return "XAmzContentSHA256Mismatch";
  if (!["host", "x-amz-date", "x-amz-content-sha256"].every((name) => signed.includes(name))) return "AccessDenied";
  const headers = Object.fromEntries(signed.map((name) => [name, request.headers[name]]));
  headers["X-Amz-Date"] = headers["x-amz-date"];
  headers["X-Amz-Content-Sha256"] = headers["x-amz-content-sha256"];
  delete headers["x-amz-date"];
  delete headers["x-amz-content-sha256"];
  const again = aws4.sign(
    { host: request.headers.host, path: request.url, method: request.method, service: "s3", region, headers },
    { accessKeyId, secretAccessKey },
  );
  return again.headers.Authorization === given ? "" : "SignatureDoesNotMatch";
}

async function main() {
  const server = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory: folder, configureBuckets: [{ name: bucket }] });
  const behind = await server.run();
  const front = http.createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const code = refusal(request, body);
    if (code) {
      response.writeHead(403, { "content-type": "application/xml" });
      response.end(request.method === "HEAD" ? undefined : `<Error><Code>${code}</Code></Error>`);
      return;
    }
    // s3rver knows its own key alone, and does not check it.
    const headers = { ...request.headers, authorization: request.headers.authorization.replace(accessKeyId, "S3RVER") };
    const passed = http.request(
      { host: "127.0.0.1", port: behind.port, method: request.method, path: request.url, headers },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      },
    );
    passed.on("error", () => response.destroy());
    passed.end(body);
  });
  front.listen(Number(port), "127.0.0.1");
}

main();

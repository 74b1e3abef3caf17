/* global AbortController */
// Passes a request on to the endpoint and its answer back, piece by piece as the model produces it.
const { pipeline } = require('node:stream/promises');
const { InvokeEndpointWithResponseStreamCommand, SageMakerRuntimeClient } = require('@aws-sdk/client-sagemaker-runtime');

const client = new SageMakerRuntimeClient({});

exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  const respond = (statusCode, contentType) => {
    const out = awslambda.HttpResponseStream.from(stream, { statusCode, headers: { 'Content-Type': contentType } });
    out.write(''); // The status goes out with the first write, even if the model says nothing.
    return out;
  };
  // A caller who hangs up frees the model for the next one.
  const caller = new AbortController();
  stream.once('close', () => caller.abort());
  let answer;
  try {
    const request = JSON.parse(Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'));
    answer = await client.send(
      new InvokeEndpointWithResponseStreamCommand({
        EndpointName: process.env.ENDPOINT_NAME,
        ContentType: 'application/json',
        Body: JSON.stringify({ ...request, stream: true }),
      }),
      { abortSignal: caller.signal },
    );
  } catch (error) {
    const out = respond(error.$metadata?.httpStatusCode ?? (error instanceof SyntaxError ? 400 : 502), 'application/json');
    out.write(report(error));
    out.end();
    return;
  }
  // Reads no faster than the caller does.
  await pipeline(pieces(answer.Body), respond(200, 'text/event-stream'));
});

async function* pieces(body) {
  try {
    for await (const part of body) {
      if (part.PayloadPart?.Bytes) {
        yield part.PayloadPart.Bytes;
      }
    }
  } catch (error) {
    // Once the answer has begun, its status cannot change any more: the error goes into the stream.
    yield `event: error\ndata: ${report(error)}\n\n`;
  }
}

const report = (error) => JSON.stringify({ error: error.name, message: error.message });

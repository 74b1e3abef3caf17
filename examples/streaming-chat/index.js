// Passes a request on to the endpoint and its answer back, piece by piece as the model produces it.
const { InvokeEndpointWithResponseStreamCommand, SageMakerRuntimeClient } = require('@aws-sdk/client-sagemaker-runtime');

const client = new SageMakerRuntimeClient({});

exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  const respond = (statusCode, contentType) =>
    awslambda.HttpResponseStream.from(stream, { statusCode, headers: { 'Content-Type': contentType } });
  let out;
  try {
    const request = JSON.parse(event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : (event.body ?? ''));
    const answer = await client.send(
      new InvokeEndpointWithResponseStreamCommand({
        EndpointName: process.env.ENDPOINT_NAME,
        ContentType: 'application/json',
        Body: JSON.stringify({ ...request, stream: true }),
      }),
    );
    out = respond(200, 'text/event-stream');
    for await (const part of answer.Body) {
      if (part.PayloadPart?.Bytes) {
        out.write(part.PayloadPart.Bytes);
      }
    }
  } catch (error) {
    // Once the answer has begun, its status cannot change any more: the error goes into the stream.
    const message = JSON.stringify({ error: error.name, message: error.message });
    if (out) {
      out.write(`event: error\ndata: ${message}\n\n`);
    } else {
      out = respond(error instanceof SyntaxError ? 400 : (error.$metadata?.httpStatusCode ?? 502), 'application/json');
      out.write(message);
    }
  }
  out.end();
});

import { App } from 'aws-cdk-lib';
import { EXAMPLES } from '../examples';

// The CDK command line says where to; on its own, this program writes to its default, too.
const app = new App({ outdir: process.env.CDK_OUTDIR ?? 'cdk.out' });
for (const [name, Example] of Object.entries(EXAMPLES)) {
  new Example(app, name);
}
app.synth();

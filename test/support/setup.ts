// The platform's own template validation takes most of a synth; unit tests go without it, the template gate runs it on its own.
process.env.CDK_VALIDATION = 'false';

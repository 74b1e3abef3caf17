// Types are checked once by `npm run typecheck`; here each file is only transpiled.
module.exports = {
  testEnvironment: 'node',
  // Jest leaves one core to itself: on a machine of two that is half of them.
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  setupFiles: ['<rootDir>/test/support/setup.ts'],
  moduleNameMapper: {
    '^cdk-sagemaker-inference$': '<rootDir>/lib/index.ts',
    '^cdk-sagemaker-inference/simulation$': '<rootDir>/lib/simulation/index.ts',
  },
  transform: { '^.+\\.tsx?$': ['ts-jest', { tsconfig: 'tsconfig.dev.json' }] },
};

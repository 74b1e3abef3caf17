import eslint from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The rooms of lib/ in their order, as in test/support/rooms.ts: a file imports from its own and from those before it. */
const ROOMS = ['private', 'model', 'hardware', 'metrics', 'scaling', 'endpoint', 'inference-component', 'observability'];
const DIRECTION = ROOMS.map((room, i) => ({
  target: `./lib/${room}`,
  from: [...ROOMS.slice(i + 1), 'simulation', 'live', 'cli'].map((later) => `./lib/${later}/**/*`).concat('./lib/*.ts'),
  message: 'Imports go up the list of rooms in test/support/rooms.ts, never down.',
}));

const LIVE_AND_CLI = ['lib/live/**', 'lib/cli/**'];

export default defineConfig(
  globalIgnores(['dist', 'cdk.out', 'coverage', 'reports', '**/*.d.ts']),
  eslint.configs.recommended,
  // An error about a prop restates the one that it replaces.
  { rules: { 'preserve-caught-error': 'off' } },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: './tsconfig.dev.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.js', '.json'], tsconfig: { configFile: './tsconfig.dev.json' } }),
      ],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      // What stands in node_modules is no part of a cycle.
      'import-x/ignore': ['node_modules'],
    },
    rules: {
      eqeqeq: 'error',
      curly: 'error',
      'no-shadow': 'off',
      '@typescript-eslint/no-shadow': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Props that add nothing yet still are a type of their own in other languages.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // jsii decides by itself what is a type; `import type` is for what must not bring its module in.
      '@typescript-eslint/consistent-type-imports': 'off',
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones: DIRECTION }],
      'import-x/no-duplicates': 'error',
      'import-x/no-self-import': 'error',
      'import-x/order': [
        'error',
        {
          groups: ['builtin', 'external', 'internal', 'parent', 'sibling', 'index'],
          // By its own name the library is a package like others: alphabetical among them.
          pathGroups: [{ pattern: 'cdk-sagemaker-inference', group: 'external' }],
          pathGroupsExcludedImportTypes: [],
          'newlines-between': 'never',
          alphabetize: { order: 'asc', caseInsensitive: true },
        },
      ],
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      'no-console': 'error',
      // Zero is legal here: a default is given with `??`, and a number is compared with undefined, not taken for a condition.
      '@typescript-eslint/prefer-nullish-coalescing': 'error',
      '@typescript-eslint/strict-boolean-expressions': [
        'error',
        {
          allowNumber: false,
          allowNullableNumber: false,
          allowString: true,
          allowNullableString: false,
          allowNullableBoolean: true,
          allowNullableObject: true,
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "LogicalExpression[operator='||'] > :matches(Literal, TemplateLiteral, ObjectExpression, ArrayExpression).right",
          message: 'A default is given with ??: zero and the empty string are legal values.',
        },
        {
          selector: "AssignmentExpression[operator='||=']",
          message: 'A default is given with ??=: zero and the empty string are legal values.',
        },
      ],
      // The constructs need their peers only; what the command line needs is bundled.
      'import-x/no-extraneous-dependencies': ['error', { devDependencies: false, optionalDependencies: false, peerDependencies: true }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Templates and manifests are JSON without types.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
  {
    // The SDK clients are development dependencies that the live commands import dynamically.
    files: LIVE_AND_CLI,
    rules: { 'import-x/no-extraneous-dependencies': ['error', { devDependencies: true, peerDependencies: true }] },
  },
  { files: ['lib/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { __dirname: 'readonly', Buffer: 'readonly', console: 'readonly', fetch: 'readonly', process: 'readonly', URL: 'readonly' },
    },
  },
  {
    // The program of the report runs in a browser, as it stands.
    files: ['report/**/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: Object.fromEntries(
        [
          'devicePixelRatio',
          'document',
          'getComputedStyle',
          'IntersectionObserver',
          'matchMedia',
          'Path2D',
          'queueMicrotask',
          'ResizeObserver',
          'window',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { eqeqeq: 'error', curly: 'error', 'no-shadow': 'error' },
  },
  { files: ['test/browser/in-page.js'], languageOptions: { globals: { document: 'readonly', window: 'readonly' } } },
  // What Lambda's Node runtime adds.
  { files: ['examples/**/*.js'], languageOptions: { globals: { awslambda: 'readonly' } } },
);

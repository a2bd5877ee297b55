declare module 'bpmnlint' {
  export interface LintReport {
    readonly id?: string;
    readonly message: string;
    readonly category: string;
  }
  export class Linter {
    constructor(options: { readonly resolver: object; readonly config: object });
    lint(rootElement: object): Promise<Readonly<Record<string, readonly LintReport[]>>>;
  }
}
declare module 'bpmnlint/lib/resolver/node-resolver' {
  const NodeResolver: new (options?: { readonly requireLocally?: NodeJS.Require }) => object;
  export default NodeResolver;
}

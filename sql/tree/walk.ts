/** Any object of a tree; those of a union have a kind. */
export interface TreeNode {
  readonly kind?: string;
  readonly start: number;
  readonly end: number;
}

export const isNode = (value: unknown): value is TreeNode =>
  typeof value === 'object' && value !== null && 'start' in value && 'end' in value;

/** Nodes directly under a node, in the order of their properties. */
export function childrenOf(node: TreeNode): TreeNode[] {
  const children: TreeNode[] = [];
  const add = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) add(item);
    else if (isNode(value)) children.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const inner of Object.values(value)) add(inner);
  };
  for (const value of Object.values(node)) add(value);
  return children;
}

/** Every node of a tree, parents first. */
export function* nodesOf(root: TreeNode): Generator<TreeNode> {
  const open: TreeNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    open.push(...childrenOf(node).reverse());
  }
}

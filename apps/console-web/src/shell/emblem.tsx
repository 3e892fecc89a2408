/** The lighthouse. */
export function Emblem({ size }: { readonly size: number }) {
  return <img src="/lighthouse.svg" width={size} height={size} alt="" />;
}

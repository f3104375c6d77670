import StatusIndicator from '@cloudscape-design/components/status-indicator';

export function Loading({ text }: { readonly text: string }) {
  return <StatusIndicator type="loading">{text}</StatusIndicator>;
}

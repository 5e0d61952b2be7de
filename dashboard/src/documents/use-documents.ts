import { useQuery } from '@tanstack/react-query';
import type { DocumentVersion } from '../../../src/api/answers/document.ts';
import { read } from '../shell/client.ts';

/** Every version of every document that this person sees, live. */
export function useDocuments() {
  return useQuery({
    queryKey: ['document', 'list'],
    queryFn: ({ signal }) => read<DocumentVersion[]>('/documents', signal),
  });
}

/** The versions of one document, newest first, live. */
export function useVersions(documentId: string) {
  return useQuery({
    queryKey: ['document', 'one', documentId],
    queryFn: ({ signal }) => read<DocumentVersion[]>(`/documents/${documentId}`, signal),
  });
}

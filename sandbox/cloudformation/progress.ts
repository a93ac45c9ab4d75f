/** What happens to the resources of a stack, for whoever wants to watch. */
export type CloudFormationEvents = (event: {
  readonly status: 'CREATE' | 'UPDATE' | 'DELETE' | 'RETAIN';
  readonly type: string;
  readonly logicalId: string;
  readonly milliseconds: number;
}) => void;

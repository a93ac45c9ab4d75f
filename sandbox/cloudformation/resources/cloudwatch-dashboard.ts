import { madeUpName } from '../physical-name';
import type { ResourceType } from '../resource-type';

export const cloudWatchDashboard: ResourceType = {
  understood: ['DashboardName', 'DashboardBody'],
  replacedBy: ['DashboardName'],
  async create(resource, { monitoring }) {
    const name = String(resource.properties.DashboardName ?? madeUpName(resource, 255));
    monitoring.dashboards.put(name, String(resource.properties.DashboardBody));
    return { ref: name, attributes: {} };
  },
  async update({ properties }, { monitoring }, _, physical) {
    monitoring.dashboards.put(physical.ref, String(properties.DashboardBody));
    return physical;
  },
  async delete(_, { monitoring }, physical) {
    monitoring.dashboards.delete(physical.ref);
  },
};

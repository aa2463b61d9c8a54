/** @file From a site's number to its source: the modules of one evaluation with their ranges of numbers. */
import type { BindingInfo, SiteInfo } from '../../snippet/contract';

/** A module as the report needs it. */
export interface ReportedModule {
  fileName: string;
  /** The original text, for places that are lines. */
  text?: string;
  siteBase: number;
  sites: SiteInfo[];
  bindings: BindingInfo[];
}

export interface FoundSite {
  module: ReportedModule;
  info: SiteInfo;
}

export class SiteTable {
  private readonly modules: ReportedModule[];

  constructor(modules: ReportedModule[]) {
    this.modules = modules.filter(({ sites }) => sites.length > 0).sort((x, y) => x.siteBase - y.siteBase);
  }

  /** One more than the greatest number. */
  get end(): number {
    const last = this.modules.at(-1);
    return last ? last.siteBase + last.sites.length : 0;
  }

  find(site: number): FoundSite | null {
    let low = 0;
    let high = this.modules.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const module = this.modules[middle];
      if (site < module.siteBase) high = middle - 1;
      else if (site >= module.siteBase + module.sites.length) low = middle + 1;
      else return { module, info: module.sites[site - module.siteBase] };
    }
    return null;
  }
}

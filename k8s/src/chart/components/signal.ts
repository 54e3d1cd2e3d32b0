import { Construct } from "constructs";
import { ports } from "../environment.ts";
import { monitor } from "../parts/monitor.ts";
import { scaling } from "../parts/scaling.ts";
import { headlessService, service, serviceAccount } from "../parts/service.ts";
import { values } from "../values/index.ts";
import { signal } from "./all.ts";
import { nodeService } from "./node-service.ts";
import { servicePolicy } from "./service-policy.ts";

/** The service behind the WebSocket. */
export class Signal extends Construct {
  constructor(scope: Construct) {
    super(scope, "signal");
    const said = values.signal;
    nodeService(this, "signal", signal, said);
    service(this, signal, { http: ports.signal, ops: ports.ops }, { said, exists: said.enabled });
    // Each pod by its own address, for `helm test` to try the way between two of them.
    headlessService(this, signal, { http: ports.signal }, said.enabled);
    serviceAccount(this, signal, said, said.enabled);
    scaling(this, {
      of: signal,
      said,
      connections: {
        metric: "tgcall_signal_connections",
        target: said.autoscaling.targetConnections,
        prometheusAddress: said.autoscaling.prometheusAddress,
      },
    });
    monitor(this, signal, "ops", said.enabled);
    servicePolicy(this, signal, ports.signal, said.enabled);
  }
}

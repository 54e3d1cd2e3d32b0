import { Construct } from "constructs";
import { when } from "../../twofold/index.ts";
import { ports } from "../environment.ts";
import { monitor } from "../parts/monitor.ts";
import {
  extraEgress,
  extraIngress,
  from,
  fromBrowsers,
  fromMetrics,
  networkPolicy,
  podsOf,
  to,
  toDns,
  toTraces,
} from "../parts/network-policy.ts";
import { scaling } from "../parts/scaling.ts";
import { headlessService, service, serviceAccount } from "../parts/service.ts";
import { values } from "../values/index.ts";
import { helmTest, redis, signal } from "./all.ts";
import { toExternalRedis } from "./external-redis.ts";
import { fromLoadTest } from "./load-test.ts";
import { nodeService } from "./node-service.ts";

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
    networkPolicy(
      this,
      signal,
      {
        ingress: [
          fromBrowsers(ports.signal),
          from([podsOf(helmTest)], ports.signal),
          fromLoadTest(ports.signal),
          fromMetrics(ports.ops),
          extraIngress,
        ],
        egress: [toDns, when(values.redis.enabled, to(redis, ports.redis), toExternalRedis), toTraces, extraEgress],
      },
      said.enabled,
    );
  }
}

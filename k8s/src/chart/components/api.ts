import { Construct } from "constructs";
import type { INetworkPolicyEgressRule } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicyEgressRule";
import { equals, not, type Tree, when } from "../../twofold/index.ts";
import { publicTlsPort } from "../conditions.ts";
import { ports } from "../environment.ts";
import { monitor } from "../parts/monitor.ts";
import { scaling } from "../parts/scaling.ts";
import { service, serviceAccount } from "../parts/service.ts";
import { values } from "../values/index.ts";
import { api } from "./all.ts";
import { nodeService } from "./node-service.ts";
import { servicePolicy } from "./service-policy.ts";

/** A look at the certificate of the TURN server, and questions to it, wherever that is. */
const toTurn: Tree<INetworkPolicyEgressRule> = when<INetworkPolicyEgressRule>(not(equals(values.turn.provider, "none")), {
  ports: [
    { port: publicTlsPort, protocol: "TCP" },
    { port: values.turn.udpPort, protocol: "UDP" },
    { port: values.turn.udpPort, protocol: "TCP" },
  ],
});

/** The service behind /api. */
export class Api extends Construct {
  constructor(scope: Construct) {
    super(scope, "api");
    const said = values.api;
    nodeService(this, "api", api, said);
    service(this, api, { http: ports.api, ops: ports.ops }, { said, exists: said.enabled });
    serviceAccount(this, api, said, said.enabled);
    scaling(this, { of: api, said });
    monitor(this, api, "ops", said.enabled);
    servicePolicy(this, api, ports.api, said.enabled, toTurn);
  }
}

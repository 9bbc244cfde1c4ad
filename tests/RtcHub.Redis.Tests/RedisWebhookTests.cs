using RtcHub.Specification;

namespace RtcHub.Tests;

public class RedisWebhookTests : WebhookSpecification
{
    protected override int Nodes => 3;

    protected override void Connect(RtcHubBuilder node, string service) => Topology.Connect(node, service);
}

using RtcHub.Specification;

namespace RtcHub.Tests;

public class RedisOversightTests : OversightSpecification
{
    protected override void Connect(RtcHubBuilder node, string service) => Topology.Connect(node, service);
}

using RtcHub.Specification;

namespace RtcHub.Tests;

public class RedisBackplaneTests : BackplaneSpecification
{
    protected override void Connect(RtcHubBuilder node, string service) => Topology.Connect(node, service);
}

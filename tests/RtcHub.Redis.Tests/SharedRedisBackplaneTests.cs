using RtcHub.Specification;

namespace RtcHub.Tests;

public class SharedRedisBackplaneTests : SharedBackplaneSpecification
{
    protected override void Connect(RtcHubBuilder node, string service) => Topology.Connect(node, service);
}

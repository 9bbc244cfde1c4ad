using RtcHub.Specification;

namespace RtcHub.Tests;

public class SharedGarnetBackplaneTests : SharedBackplaneSpecification
{
    protected override void Connect(RtcHubBuilder node, string service) => GarnetProcess.Connect(node, service);
}

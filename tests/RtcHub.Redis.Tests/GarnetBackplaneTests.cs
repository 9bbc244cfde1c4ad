using RtcHub.Specification;

namespace RtcHub.Tests;

/// <summary>Garnet has everything that the scripts need.</summary>
public class GarnetBackplaneTests : BackplaneSpecification
{
    protected override void Connect(RtcHubBuilder node, string service) => GarnetProcess.Connect(node, service);
}

// Finds what Kubernetes objects name and what is not there: pods by their labels, services and ports by their names.

export function danglingReferences(objects) {
  const errors = [];
  const named = (kind, name) =>
    objects.find((object) => object.kind === kind && object.metadata.name === name);
  const podsWith = (labels) =>
    objects
      .filter(({ kind }) => kind === "Deployment")
      .map(({ spec }) => spec.template)
      .filter(({ metadata }) =>
        Object.entries(labels).every(([key, value]) => metadata.labels[key] === value),
      );
  const portsOf = (pod) => pod.spec.containers.flatMap(({ ports }) => ports ?? []).map(({ name }) => name);
  const servicePort = (name, key, value) =>
    named("Service", name)?.spec.ports.some((port) => port[key] === value) ?? false;

  for (const { kind, metadata, spec } of objects) {
    const want = (found, what) => found || errors.push(`${kind} ${metadata.name}: there is no ${what}`);
    const wantPods = (labels) => want(podsWith(labels).length > 0, `pod with ${JSON.stringify(labels)}`);

    switch (kind) {
      case "Deployment":
        want(podsWith(spec.selector.matchLabels).includes(spec.template), "pod of its own that it selects");
        for (const { name, value } of spec.template.spec.containers.flatMap(({ env }) => env ?? [])) {
          if (name !== "RtcHub__Redis__ConnectionString") continue;
          const [service, port] = value.split(":");
          want(servicePort(service, "port", Number(port)), `service at ${value}`);
        }
        break;
      case "Service":
        wantPods(spec.selector);
        for (const { targetPort } of spec.ports)
          for (const pod of podsWith(spec.selector))
            want(portsOf(pod).includes(targetPort), `port ${targetPort}`);
        break;
      case "HorizontalPodAutoscaler":
        want(named(spec.scaleTargetRef.kind, spec.scaleTargetRef.name), spec.scaleTargetRef.name);
        break;
      case "PodDisruptionBudget":
        wantPods(spec.selector.matchLabels);
        break;
      case "NetworkPolicy":
        wantPods(spec.podSelector.matchLabels);
        for (const { podSelector } of spec.ingress.flatMap(({ from }) => from))
          wantPods(podSelector.matchLabels);
        break;
      case "Ingress":
        for (const { service } of spec.rules.flatMap(({ http }) => http.paths).map(({ backend }) => backend))
          want(
            servicePort(service.name, "name", service.port.name),
            `service ${service.name} with that port`,
          );
        break;
    }
  }
  return errors;
}

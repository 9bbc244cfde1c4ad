/** A device that can be chosen. */
export interface DeviceChoice {
  deviceId: string;
  label: string;
}

/** Browsers name devices only after one of them was allowed; until then they are numbered. */
export function deviceChoices(devices: readonly MediaDeviceInfo[], name: string): DeviceChoice[] {
  return devices.map(({ deviceId, label }, index) => ({ deviceId, label: label || `${name} ${index + 1}` }));
}

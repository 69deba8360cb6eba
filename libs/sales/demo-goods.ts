/** What the organisations of the demo world sell, with prices in the major unit of their currency. */
export const GOODS: Readonly<Record<string, readonly { name: string; code: string; kind: 'goods' | 'service' | 'subscription' | 'licence'; category: string; unit: string; price: number; description: string | null }[]>> = {
  acme: [
    { name: 'Laser cutting head LX-3000', code: 'LX-3000', kind: 'goods', category: 'Cutting', unit: 'piece', price: 12_480, description: 'Fibre laser, 3 kW, with collision protection and automatic focus.' },
    { name: 'Laser cutting head LX-1200', code: 'LX-1200', kind: 'goods', category: 'Cutting', unit: 'piece', price: 7_950, description: 'Fibre laser, 1.2 kW.' },
    { name: 'Protective window, set of ten', code: 'PW-10', kind: 'goods', category: 'Spare parts', unit: 'set', price: 348.35, description: null },
    { name: 'Ceramic nozzle 1.5 mm', code: 'CN-15', kind: 'goods', category: 'Spare parts', unit: 'piece', price: 12.9, description: null },
    { name: 'Beam profiler Kestrel', code: 'BP-7', kind: 'goods', category: 'Measuring', unit: 'piece', price: 4_290, description: 'With calibration certificate.' },
    { name: 'Line sensor array', code: 'LS-64', kind: 'goods', category: 'Measuring', unit: 'piece', price: 1_890.5, description: null },
    { name: 'Installation and commissioning', code: 'SV-INST', kind: 'service', category: 'Services', unit: 'day', price: 1_480, description: 'On site, including instruction of your staff.' },
    { name: 'Operator training', code: 'SV-TRAIN', kind: 'service', category: 'Services', unit: 'day', price: 1_150, description: null },
    { name: 'Maintenance contract, one year', code: 'SV-MAINT', kind: 'subscription', category: 'Services', unit: 'year', price: 2_160, description: 'Two visits a year, spare parts within two working days.' },
    { name: 'Vision software, floating licence', code: 'SW-VIS', kind: 'licence', category: 'Software', unit: 'licence', price: 3_600, description: null },
  ],
  globex: [
    { name: 'Process controller GX-200', code: 'GX-200', kind: 'goods', category: 'Controllers', unit: 'unit', price: 5_800, description: 'Panel mounted, with redundant power supply.' },
    { name: 'Process controller GX-80', code: 'GX-80', kind: 'goods', category: 'Controllers', unit: 'unit', price: 2_450, description: null },
    { name: 'I/O module, 16 channels', code: 'IO-16', kind: 'goods', category: 'Controllers', unit: 'unit', price: 389.99, description: null },
    { name: 'Flow meter, stainless steel', code: 'FM-50', kind: 'goods', category: 'Instruments', unit: 'unit', price: 1_275, description: null },
    { name: 'Gasket kit', code: 'GK-4', kind: 'goods', category: 'Spare parts', unit: 'kit', price: 24.5, description: null },
    { name: 'Field engineering', code: 'FE-H', kind: 'service', category: 'Services', unit: 'hour', price: 165, description: null },
    { name: 'Plant assessment', code: 'PA-1', kind: 'service', category: 'Services', unit: 'visit', price: 4_200, description: 'Two engineers, two days, written report.' },
    { name: 'Monitoring subscription', code: 'MON-Y', kind: 'subscription', category: 'Software', unit: 'year', price: 3_900, description: 'Up to 50 controllers.' },
  ],
};

export const QUOTE_NAMES = ['Retrofit of line 2', 'Spare parts for the year', 'New cell, phase 1', 'Extension of the test bench', 'Replacement after the audit', 'Pilot installation', 'Maintenance renewal', 'Second site', 'Upgrade of the controls', 'Framework order, first call'];
